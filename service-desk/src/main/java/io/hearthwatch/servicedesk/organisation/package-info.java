/** Headquarters, regions, service centres, technicians and people; who may see what. */
package io.hearthwatch.servicedesk.organisation;
