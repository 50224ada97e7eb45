/** The command {@code money}: settlement with service centres, what service costs, and budgets. */
package io.hearthwatch.app.money;
