/**
 * How long, in milliseconds, a program may take for its next word. It is there to tell a hang, and no
 * measure of speed: a machine with a lot to do lets a program wait for many seconds.
 */
export const PATIENCE = 300_000;
