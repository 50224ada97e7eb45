/** The command {@code ticket}, as far as people work on tickets with it. */
package io.hearthwatch.app.ticket;
