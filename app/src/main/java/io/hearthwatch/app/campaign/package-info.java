/** Recalls and maintenance from the command line. */
package io.hearthwatch.app.campaign;
