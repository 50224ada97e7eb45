/** What customers reported by the public form, from the command line. */
package io.hearthwatch.app.report;
