// Node's own HTTP server.
const fs = require('fs');
const http = require('http');
const https = require('https');

// Arguments: the folder of a package (none here), and perhaps --cert FILE --key FILE for TLS 1.3.
const [cert, key] = [4, 6].map((at) => process.argv[at] && fs.readFileSync(process.argv[at]));
const options = { cert, key, minVersion: 'TLSv1.3' };

const BODY = Buffer.from('Hello, World!');
const answer = (request, response) => {
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
};
const server = cert ? https.createServer(options, answer) : http.createServer(answer);
server.keepAliveTimeout = 0;
server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, () =>
  console.log('listening on 127.0.0.1:' + server.address().port));
