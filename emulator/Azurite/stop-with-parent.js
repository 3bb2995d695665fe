// Loaded into Azurite's process. The parent holds the other end of standard input and never writes to it: its end means that the
// parent stopped Azurite or died. SIGTERM lets Azurite write its data to disk before it leaves.
process.stdin.on('end', () => process.kill(process.pid, 'SIGTERM'));
process.stdin.resume();

// Ctrl+C reaches every process of a terminal, but the parent needs storage until it has stopped: nobody but it may stop Azurite.
process.on('SIGINT', () => {});
for (const method of ['on', 'once']) {
  const listen = process[method];
  process[method] = (event, listener) => (event === 'SIGINT' ? process : listen.call(process, event, listener));
}
