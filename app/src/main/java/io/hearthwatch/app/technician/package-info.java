/** Technicians and their licences from the command line. */
package io.hearthwatch.app.technician;
