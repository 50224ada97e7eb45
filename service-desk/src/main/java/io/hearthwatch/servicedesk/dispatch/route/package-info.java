/** The day's problem without a database: who can go where and when, the rules, and the solver that weighs them. */
package io.hearthwatch.servicedesk.dispatch.route;
