/** Surveys and calls to customers from the command line. */
package io.hearthwatch.app.care;
