/** How fast appliances are scored and models are trained, beside the native library called directly. */
package io.hearthwatch.benchmarks.scoring;
