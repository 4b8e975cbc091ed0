// Installs and builds what the written back ends need, before anything is timed.

import { installAll } from './programs.mjs';

await installAll();
