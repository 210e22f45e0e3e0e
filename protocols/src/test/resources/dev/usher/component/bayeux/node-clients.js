// node node-clients.js LIBRARY TRANSPORT URL MODULES: subscribes, publishes, asks a service, leaves.
const [library, transport, url, modules] = process.argv.slice(2);
const COUNT = 50;
const heard = [];
const fail = (why) => { console.log('failed: ' + why); process.exit(1); };
setTimeout(() => fail('not done in time, heard ' + heard.length), 25000);
const inOrder = () => heard.every((data, i) => data.n === i) || fail('order: ' + JSON.stringify(heard));

function cometd() {
  require(modules + '/cometd-nodejs-client').adapt();
  const { CometD } = require(modules + '/cometd');
  const client = new CometD();
  for (const name of client.getTransportTypes()) if (name !== transport) client.unregisterTransport(name);
  client.configure({ url, logLevel: 'warn' });
  client.handshake((reply) => {
    if (!reply.successful) fail(JSON.stringify(reply));
    if (client.getTransport().type !== transport) fail(client.getTransport().type);
    client.addListener('/service/echo', (message) => {
      if (message.data !== '\u2603') fail(JSON.stringify(message));
      client.disconnect((left) => { if (!left.successful) fail('disconnect'); console.log('all right'); process.exit(0); });
    });
    client.subscribe('/chat/*', (message) => {
      heard.push(message.data);
      if (heard.length === COUNT) { inOrder(); client.publish('/service/echo', '\u2603'); }
    }, (subscribed) => {
      if (!subscribed.successful) fail(JSON.stringify(subscribed));
      client.batch(() => { for (let n = 0; n < COUNT; n++) client.publish('/chat/demo', { n }); });
    });
  });
}

function faye() {
  const { Client } = require(modules + '/faye');
  const client = new Client(url, { timeout: 20 });
  // It always shakes hands by long-polling.
  for (const name of ['websocket', 'eventsource', 'in-process']) if (name !== transport) client.disable(name);
  client.subscribe('/chat/*', (data) => {
    heard.push(data);
    if (heard.length === COUNT) {
      inOrder();
      const used = client._dispatcher.connectionType;
      if (used !== transport) fail('it speaks ' + used);
      client.disconnect().then(() => { console.log('all right'); process.exit(0); }, fail);
    }
  }).then(() => {
    (async () => { for (let n = 0; n < COUNT; n++) await client.publish('/chat/demo', { n }); })().catch((e) => fail(e.message));
  }, (e) => fail(e.message));
}

({ cometd, faye })[library]();
