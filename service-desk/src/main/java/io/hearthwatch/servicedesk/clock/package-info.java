/** Time as a service centre counts it: working calendars, promises, and what happens when one is about to be broken, or is. */
package io.hearthwatch.servicedesk.clock;
