// A line echo on Node's own sockets: what is whole in one piece is answered by one write.
const fs = require('fs');
const net = require('net');
const tls = require('tls');

// Arguments: the folder of a package (none here), and perhaps --cert FILE --key FILE for TLS 1.3.
const [cert, key] = [4, 6].map((at) => process.argv[at] && fs.readFileSync(process.argv[at]));
const options = { noDelay: true, cert, key, minVersion: 'TLSv1.3' };

const echo = (socket) => {
  let rest = '';
  socket.setEncoding('latin1');
  socket.on('data', (piece) => {
    const lines = (rest + piece).split('\r\n');
    rest = lines.pop();
    if (lines.length) socket.write(lines.join('\r\n') + '\r\n', 'latin1');
  });
  socket.on('error', () => socket.destroy());
};
const server = cert ? tls.createServer(options, echo) : net.createServer({ noDelay: true }, echo);
server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, () =>
  console.log('listening on 127.0.0.1:' + server.address().port));
