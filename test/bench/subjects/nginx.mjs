import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { backend, tell } from '../lib/subject.mjs';

/** nginx with one worker, forwarding over kept connections: what a gateway in C reaches. Not there: left out. */
if (spawnSync('nginx', ['-v']).error) tell({ missing: 'nginx is not installed' });
else await start();

async function start() {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'bench-nginx-'));
  mkdirSync(join(folder, 'temp'));
  const file = join(folder, 'nginx.conf');
  writeFileSync(
    file,
    `daemon off; worker_processes 1; pid ${folder}/pid; error_log ${folder}/error.log;
     events { worker_connections 1024; }
     http {
       access_log off; client_body_temp_path ${folder}/temp; proxy_temp_path ${folder}/temp;
       fastcgi_temp_path ${folder}/temp; uwsgi_temp_path ${folder}/temp; scgi_temp_path ${folder}/temp;
       keepalive_requests 10000000;
       upstream backend { server ${new URL(backend()).host}; keepalive 128; keepalive_requests 10000000; }
       server {
         listen 127.0.0.1:${port};
         location / { proxy_pass http://backend; proxy_http_version 1.1; proxy_set_header Connection ""; }
       }
     }`,
  );
  const nginx = spawn('nginx', ['-c', file, '-e', join(folder, 'error.log')], { stdio: 'ignore' });
  process.on('exit', () => nginx.kill());
  await listening(port);
  tell({ port });
}

/** @param {number} port */
async function listening(port) {
  for (;;) {
    const answered = await fetch(`http://127.0.0.1:${port}/`).then(
      (response) => response.ok,
      () => false,
    );
    if (answered) return;
  }
}

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
