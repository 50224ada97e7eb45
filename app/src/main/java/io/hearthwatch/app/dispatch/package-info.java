/** The commands of dispatch: plans, routes and what people decide about visits. */
package io.hearthwatch.app.dispatch;
