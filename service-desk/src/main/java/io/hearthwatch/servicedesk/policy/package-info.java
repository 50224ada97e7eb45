/** When a ticket opens, expires, is hit and closes: rules without a database, used by the live desk and by the simulation. */
package io.hearthwatch.servicedesk.policy;
