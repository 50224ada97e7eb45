/** Settings of the whole service from the command line. */
package io.hearthwatch.app.setting;
