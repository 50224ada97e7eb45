/** Complaints from the command line. */
package io.hearthwatch.app.complaint;
