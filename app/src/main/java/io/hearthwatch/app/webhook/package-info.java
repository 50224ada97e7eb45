/** The commands about other systems that are told what happens. */
package io.hearthwatch.app.webhook;
