// An appliance on MQTT.js: connects once, publishes with each QoS, prints what came of it.
const [, , library, port, version, username, password, topic, payload] = process.argv;
const mqtt = require(library);

const client = mqtt.connect({
  host: '127.0.0.1',
  port: Number(port),
  protocolVersion: Number(version),
  clientId: 'mqttjs',
  username,
  password,
  reconnectPeriod: 0,
});

function publish(qos) {
  return new Promise((resolve) =>
    client.publish(topic, payload, { qos }, (error, packet) => {
      const code = error ? error.code : packet && packet.reasonCode;
      console.log(`qos${qos} ${code ? code : error ? error.message : 'ok'}`);
      resolve();
    }),
  );
}

client.on('connect', async (connack) => {
  console.log(`connected ${connack.reasonCode ?? connack.returnCode}`);
  for (const qos of [0, 1, 2]) await publish(qos);
  client.end();
});
client.on('error', (error) => {
  console.log(`refused ${error.code}`);
  client.end(true);
});
