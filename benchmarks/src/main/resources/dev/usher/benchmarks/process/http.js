// Node's own HTTP server.
const http = require('http');

const BODY = Buffer.from('Hello, World!');
const server = http.createServer((request, response) => {
  if (request.url === '/plaintext') {
    response.writeHead(200, { Server: 'node', 'Content-Type': 'text/plain', 'Content-Length': BODY.length });
    response.end(BODY);
  } else if (request.url === '/json') {
    const body = JSON.stringify({ message: 'Hello, World!' });
    response.writeHead(200, { Server: 'node', 'Content-Type': 'application/json', 'Content-Length': body.length });
    response.end(body);
  } else {
    response.writeHead(404, { 'Content-Length': 0 });
    response.end();
  }
});
server.keepAliveTimeout = 0;
server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, () =>
  console.log('listening on 127.0.0.1:' + server.address().port));
