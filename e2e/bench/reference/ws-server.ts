import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';
import { answer, listen } from '../instrument/commands.ts';
import { broadcastCommands } from './broadcast.ts';

/** ws: the message is stringified once, then handed to each socket. */
const http = createServer();
const deflate = process.argv[2] === 'deflate';
const server = new WebSocketServer({ server: http, perMessageDeflate: deflate ? { threshold: 0 } : false });

broadcastCommands(payload => {
  const text = Buffer.from(JSON.stringify(payload));
  for (const socket of server.clients) socket.send(text, { binary: false, compress: deflate });
});
answer('listen', () => new Promise(resolve => http.listen(0, '127.0.0.1', () => resolve(http.address()))));
listen();
