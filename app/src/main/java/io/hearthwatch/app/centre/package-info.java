/** Service centres from the command line. */
package io.hearthwatch.app.centre;
