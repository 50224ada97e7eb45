package io.hearthwatch.gateway.broker;

import io.hearthwatch.gateway.Topics;
import io.hearthwatch.ingest.MessageKind;
import java.util.List;
import java.util.Optional;

/** What is subscribed to at a broker, and what a topic says: the broker has checked that its sender may use it. */
final class BrokerTopics {
    private BrokerTopics() {}

    /** The shared subscription's filters. */
    static List<String> filters(String group) {
        return Topics.upward("+").stream()
                .map(topic -> "$share/" + group + "/" + topic)
                .toList();
    }

    /** The appliance's id: the second level, whatever it is. */
    static String applianceOf(String topic) {
        int first = topic.indexOf('/');
        int second = topic.indexOf('/', first + 1);
        return first < 0 || second < 0 ? "" : topic.substring(first + 1, second);
    }

    static Optional<MessageKind> kindOf(String applianceId, String topic) {
        return Topics.publishable(applianceId, topic);
    }
}
