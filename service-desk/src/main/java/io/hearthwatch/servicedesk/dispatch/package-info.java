/** Dispatch: who visits which household when. {@link io.hearthwatch.servicedesk.dispatch.Dispatch} shows the way from a ticket to a route. */
package io.hearthwatch.servicedesk.dispatch;
