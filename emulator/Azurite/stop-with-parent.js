// Loaded into Azurite's process. The parent holds the other end of standard input and never writes to it: its end means that the
// parent stopped Azurite or died. SIGTERM lets Azurite write its data to disk before it leaves.
process.stdin.on('end', () => process.kill(process.pid, 'SIGTERM'));
process.stdin.resume();
