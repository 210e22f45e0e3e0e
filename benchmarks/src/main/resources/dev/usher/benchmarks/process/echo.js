// A line echo on Node's own sockets: what is whole in one piece is answered by one write.
const net = require('net');

const server = net.createServer({ noDelay: true }, (socket) => {
  let rest = '';
  socket.setEncoding('latin1');
  socket.on('data', (piece) => {
    const lines = (rest + piece).split('\r\n');
    rest = lines.pop();
    if (lines.length) socket.write(lines.join('\r\n') + '\r\n', 'latin1');
  });
  socket.on('error', () => socket.destroy());
});
server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, () =>
  console.log('listening on 127.0.0.1:' + server.address().port));
