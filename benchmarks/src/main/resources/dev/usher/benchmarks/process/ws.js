// The package ws: echoes, or tells all what one says.
//   node ws.js FOLDER-OF-WS one|all [deflate]
const { WebSocketServer } = require(process.argv[2]);
const all = process.argv[3] === 'all';

const server = new WebSocketServer({
  port: 0,
  host: '127.0.0.1',
  backlog: 4096,
  perMessageDeflate: process.argv[4] === 'deflate',
});
server.on('connection', (socket) => {
  socket.on('error', () => socket.terminate());
  socket.on('message', (data, binary) => {
    if (all) for (const each of server.clients) each.send(data, { binary });
    else socket.send(data, { binary });
  });
});
server.on('listening', () => console.log('listening on 127.0.0.1:' + server.address().port));
