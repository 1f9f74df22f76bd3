import { createServer } from 'node:http';
import { Server } from 'socket.io';
import { answer, listen } from '../instrument/commands.ts';
import { broadcastCommands } from './broadcast.ts';

/** Plain socket.io, as its manual shows it: everybody in one room, one event broadcast to the room. */
const http = createServer();
const io = new Server(http, {
  transports: ['websocket'],
  perMessageDeflate: process.argv[2] === 'deflate' ? { threshold: 0 } : false,
});
io.on('connection', socket => socket.join('viewers'));

broadcastCommands(payload => io.to('viewers').emit('delta', payload));
answer('listen', () => new Promise(resolve => http.listen(0, '127.0.0.1', () => resolve(http.address()))));
listen();
