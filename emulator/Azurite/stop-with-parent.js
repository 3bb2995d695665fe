// Loaded into Azurite's process. The parent holds the other end of standard input and never writes to it: its end means that the
// parent stopped Azurite or died. SIGTERM lets Azurite write its data to disk before it leaves.
process.stdin.on('end', () => process.kill(process.pid, 'SIGTERM'));
process.stdin.resume();

// A dead parent reads no output. What Azurite says while it stops must not end it before its data is written.
for (const output of [process.stdout, process.stderr]) output.on('error', () => {});

// Ctrl+C reaches every process of a terminal, but the parent needs storage until it has stopped: nobody but it may stop Azurite.
process.on('SIGINT', () => {});
for (const method of ['on', 'once']) {
  const listen = process[method];
  process[method] = (event, listener) => (event === 'SIGINT' ? process : listen.call(process, event, listener));
}
