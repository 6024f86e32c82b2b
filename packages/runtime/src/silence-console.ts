/**
 * libsignal prints whole session objects, private ratchet keys included, with console.info, warn and error.
 * Must be the first import of every process that loads it. Our own code writes with the logger only.
 */
const hush = () => {};
console.log = hush;
console.info = hush;
console.warn = hush;
console.error = hush;
console.debug = hush;

export {};
