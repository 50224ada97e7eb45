/** Engineers that households have for life, and the care visits that are planned for those households. */
package io.hearthwatch.servicedesk.engineer;
