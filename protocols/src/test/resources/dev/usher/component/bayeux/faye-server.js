// node faye-server.js MODULES: Faye's server on a free port of 127.0.0.1, which it prints; ends with its input.
const [modules] = process.argv.slice(2);
const faye = require(modules + '/faye');
const server = require('http').createServer();
new faye.NodeAdapter({ mount: '/cometd', timeout: 3 }).attach(server);
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
process.stdin.resume().on('end', () => process.exit(0));
