/** Promises, their clocks and alarms from the command line. */
package io.hearthwatch.app.alarm;
