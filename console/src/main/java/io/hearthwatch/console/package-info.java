/**
 * The HTTP API and the pages that people use. {@link io.hearthwatch.console.Console} starts it. Everything blocking runs on a bounded
 * pool of workers; what the pages show comes from the same API that anyone may call.
 */
package io.hearthwatch.console;
