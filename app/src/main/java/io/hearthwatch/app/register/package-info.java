/** Regions, service centres, technicians and households, entered and changed one by one from the command line. */
package io.hearthwatch.app.register;
