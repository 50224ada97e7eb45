/** The command line of indicators. */
package io.hearthwatch.app.indicators;
