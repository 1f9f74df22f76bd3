// Preloaded into what the bootstrap starts: when the bootstrap is killed without a chance to pass it on, stop in order.
process.channel?.unref();
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
