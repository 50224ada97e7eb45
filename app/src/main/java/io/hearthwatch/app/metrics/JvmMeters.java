package io.hearthwatch.app.metrics;

import com.sun.management.OperatingSystemMXBean;
import io.hearthwatch.ingest.Histogram;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** The virtual machine and its process as meters. */
final class JvmMeters {
    private static final Path STATUS = Path.of("/proc/self/status");

    private JvmMeters() {}

    /** Leaves out what is in nanoseconds or has a strange name; {@link #bind} shows it in seconds. Before the registry's first meter. */
    static void leaveOut(MeterRegistry registry) {
        registry.config()
                .meterFilter(MeterFilter.denyNameStartsWith("process.cpu.time"))
                .meterFilter(MeterFilter.denyNameStartsWith("jvm.classes.loaded.count"));
    }

    static void bind(Metrics metrics, Histogram loopDelay) {
        new JvmMemoryMetrics().bindTo(metrics.registry());
        new JvmThreadMetrics().bindTo(metrics.registry());
        new ClassLoaderMetrics().bindTo(metrics.registry());
        new ProcessorMetrics().bindTo(metrics.registry());
        new FileDescriptorMetrics().bindTo(metrics.registry());
        new UptimeMetrics().bindTo(metrics.registry());
        // Not Micrometer's, whose names depend on the collector and on whether one has run yet.
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            Tags tags = Tags.of("collector", collector.getName());
            metrics.from(() -> collector)
                    .counter(
                            "jvm.gc.collections",
                            "garbage collections",
                            tags,
                            GarbageCollectorMXBean::getCollectionCount)
                    .counter(
                            "jvm.gc.collection.seconds",
                            "time spent in garbage collections",
                            tags,
                            bean -> bean.getCollectionTime() / 1e3);
        }
        if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
            metrics.from(() -> system)
                    .counter(
                            "process.cpu.seconds",
                            "processor time that the process has used",
                            bean -> bean.getProcessCpuTime() / 1e9);
        }
        metrics.from(JvmMeters::residentBytes)
                .gauge(
                        "process.resident.memory.bytes",
                        "memory of the process in RAM (RSS); NaN where the system does not say",
                        bytes -> bytes);
        metrics.histogram(
                "hearthwatch_event_loop_delay_seconds",
                "how late a timer fires on an event loop: what a packet waits before it is looked at",
                loopDelay);
    }

    private static double residentBytes() {
        if (!Files.isReadable(STATUS)) {
            return Double.NaN;
        }
        try {
            return Files.readAllLines(STATUS).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) * 1024)
                    .findFirst()
                    .orElse(Double.NaN);
        } catch (IOException e) {
            return Double.NaN;
        }
    }
}
