// TimescaleDB in this process, for tests: PGlite (PostgreSQL in WebAssembly) behind a socket that a JDBC driver can use.
// One backend serves all connections, one transaction at a time; the driver must not name its statements (prepareThreshold=0).
// Usage: node timescale.mjs DIRECTORY-OF-MODULES; prints the port once it is ready, and ends with its standard input.
import net from 'node:net';
import path from 'node:path';
import {pathToFileURL} from 'node:url';

const dist = path.join(process.argv[2], '@unni-craftsman', 'pglite', 'dist');
const load = file => import(pathToFileURL(path.join(dist, file)).href);
const [{PGlite}, {timescaledb}] = await Promise.all([load('index.js'), load('timescaledb/index.js')]);
const db = await PGlite.create({extensions: {timescaledb}});
await db.exec('create extension timescaledb');

const message = (type, ...parts) => {
  const body = Buffer.concat(parts);
  const head = Buffer.alloc(5);
  head.write(type, 'latin1');
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
};
const int = (value, bytes) => { const b = Buffer.alloc(bytes); b.writeIntBE(value, 0, bytes); return b; };
const run = async input => Buffer.from(await db.execProtocolRaw(new Uint8Array(input), {syncToFs: false}));

// Whoever has the backend keeps it until its transaction ends; the others wait in order.
let tail = Promise.resolve();
const acquire = () => {
  let release;
  const before = tail;
  tail = new Promise(done => { release = done; });
  return before.then(() => release);
};

const answersToStart = user => [
  message('R', int(0, 4)),
  ...Object.entries({server_version: '17.5', server_encoding: 'UTF8', client_encoding: 'UTF8', DateStyle: 'ISO, MDY',
    TimeZone: 'UTC', integer_datetimes: 'on', standard_conforming_strings: 'on', session_authorization: user})
    .map(([key, value]) => message('S', Buffer.from(`${key}\0${value}\0`))),
  message('K', int(1, 4), int(1, 4)), message('Z', Buffer.from('I'))];

// What the backend said, but its last message, which tells whether a transaction is open; and that.
const statusOf = answer => answer.length >= 6 && answer[answer.length - 6] === 0x5a ? String.fromCharCode(answer[answer.length - 1]) : null;

const serve = socket => {
  let input = Buffer.alloc(0), started = false, batch = [], copy = null, release = null, work = Promise.resolve();
  const reply = answer => {
    socket.write(answer);
    if (statusOf(answer) === 'I' && release) { release(); release = null; }
  };
  const toBackend = async bytes => { release ??= await acquire(); reply(await run(bytes)); };
  const query = (text, type = 'Q') => message(type, Buffer.from(text + '\0'));

  const one = async (type, whole, body) => {
    if (copy !== null) {
      if (type === 'd') { copy.rows.push(body); return; }
      if (type === 'c') {
        await db._handleBlob(new Blob(copy.rows));
        const sql = copy.sql;
        copy = null;
        await toBackend(query(sql));
        await db._cleanupBlob();
      } else if (type === 'f') {
        copy = null;
        await toBackend(query(`do $$ begin raise exception 'COPY from stdin failed' using errcode = '57014'; end $$`));
      }
      return;
    }
    if (type === 'X') { socket.end(); return; }
    if (type === 'Q') {
      const sql = body.subarray(0, body.length - 1).toString();
      const from = /^\s*copy\s[\s\S]*\sfrom\s+stdin/i, to = /^\s*copy\s[\s\S]*\sto\s+stdout/i;
      if (from.test(sql)) {
        release ??= await acquire();
        copy = {sql: sql.replace(/from\s+stdin/i, "from '/dev/blob'"), rows: []};
        socket.write(message('G', int(/binary/i.test(sql) ? 1 : 0, 1), int(0, 2)));
      } else if (to.test(sql)) {
        await copyOut(sql);
      } else {
        await toBackend(whole);
      }
      return;
    }
    batch.push(whole);
    if (type === 'S') { const all = Buffer.concat(batch); batch = []; await toBackend(all); }
  };

  // The server's COPY speaks of a file; the rows are told apart again here, as drivers expect one row a message.
  const copyOut = async sql => {
    release ??= await acquire();
    const answer = await run(query(sql.replace(/to\s+stdout/i, "to '/dev/blob'")));
    const written = await db._getWrittenBlob();
    if (answer[0] === 0x45) { reply(answer); return; }
    const data = written ? Buffer.from(await written.arrayBuffer()) : Buffer.alloc(0);
    const binary = /binary/i.test(sql);
    socket.write(message('H', int(binary ? 1 : 0, 1), int(0, 2)));
    let start = 0, at = binary ? 19 : 0;
    while (at < data.length) {
      if (binary) {
        const fields = data.readInt16BE(at);
        at += 2;
        for (let i = 0; i < fields; i++) at += 4 + Math.max(0, data.readInt32BE(at));
      } else {
        at = data.indexOf(10, at) + 1;
      }
      socket.write(message('d', data.subarray(start, at)));
      start = at;
    }
    socket.write(message('c'));
    reply(answer);
  };

  const next = async () => {
    while (true) {
      const head = started ? 5 : 4;
      if (input.length < head) return;
      const length = input.readInt32BE(head - 4) + head - 4;
      if (input.length < length) return;
      const whole = Buffer.from(input.subarray(0, length));
      input = input.subarray(length);
      if (started) { await one(String.fromCharCode(whole[0]), whole, whole.subarray(5)); continue; }
      const version = whole.readInt32BE(4);
      if (version === 80877103 || version === 80877104) { socket.write('N'); continue; }
      if (version === 80877102) { socket.end(); return; }
      started = true;
      const settings = whole.subarray(8).toString().split('\0');
      socket.write(Buffer.concat(answersToStart(settings[settings.indexOf('user') + 1] ?? 'postgres')));
    }
  };
  socket.on('data', data => {
    work = work.then(() => { input = Buffer.concat([input, data]); return next(); }).catch(e => { console.error(e); socket.destroy(); });
  });
  socket.on('error', () => {});
  socket.on('close', () => {
    work = work.then(async () => {
      if (release) { await run(query('rollback')); release(); release = null; }
    });
  });
};

await db.exec("set client_min_messages = warning; set timezone = 'UTC'; set timescaledb.max_tuples_decompressed_per_dml_transaction = 0");
const server = net.createServer(serve);
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
process.stdin.on('end', () => process.exit(0)).resume();
