/** Knowledge articles from the command line. */
package io.hearthwatch.app.knowledge;
