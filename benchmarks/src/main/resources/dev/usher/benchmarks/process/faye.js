// Faye on Node's own HTTP server, all options as they come.
//   node faye.js FOLDER-OF-FAYE
const http = require('http');
const faye = require(process.argv[2]);

const bayeux = new faye.NodeAdapter({ mount: '/cometd' });
const server = http.createServer();
bayeux.attach(server);
server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, () =>
  console.log('listening on 127.0.0.1:' + server.address().port));
