/** Loaners from the command line. */
package io.hearthwatch.app.loaner;
