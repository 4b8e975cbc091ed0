// Compiles the Spring back end. Maven Central need not be in reach, so it is compiled against the
// signatures of what it calls, and against Debian's own Caffeine and Jackson, with which its introspectors
// then run. That its beans are wired as Spring wants them is not to be seen here.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const HERE = fileURLToPath(new URL('spring/', import.meta.url));
const JARS = ['caffeine', 'jackson-databind', 'jackson-core', 'jackson-annotations'].map((name) => `/usr/share/java/${name}.jar`);
const SOURCES = 'src/main/java/com/example/api';

/** Why it cannot be compiled here, or nothing. */
export function lacking() {
  if (spawnSync('javac', ['-version']).error) return 'there is no javac';
  const jar = JARS.find((path) => !existsSync(path));
  return jar && `there is no ${jar}`;
}

/** Compiles the written files, without a warning, and what runs their introspectors. */
export async function compile(folder, run) {
  await run('python3', ['-c', 'import sys, xml.etree.ElementTree as tree; tree.parse(sys.argv[1])', join(folder, 'pom.xml')]);
  const classes = join(folder, 'classes');
  const types = join(folder, 'signatures');
  const jars = JARS.join(':');
  const [, ...sections] = readFileSync(join(HERE, 'signatures.txt'), 'utf8').split(/^--- /m);
  const signatures = sections.map((section) => {
    const [name, ...lines] = section.split('\n');
    const file = join(types, `${name.replaceAll('.', '/')}.java`);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `package ${name.slice(0, name.lastIndexOf('.'))};\n${lines.join('\n')}`);
    return file;
  });
  const written = readdirSync(join(folder, SOURCES)).map((file) => join(folder, SOURCES, file));
  await run('javac', ['-nowarn', '-d', classes, '-cp', jars, ...signatures]);
  // Debian's Caffeine names annotations that it does not bring.
  const strict = ['-Xlint:all,-classfile,-processing', '-Werror', '-parameters', '--release', '17'];
  await run('javac', [...strict, '-d', classes, '-cp', `${classes}:${jars}`, ...written]);
  await run('javac', ['-d', classes, '-cp', `${classes}:${jars}`, join(HERE, 'Harness.java')]);
}

/** The program that runs the introspectors. */
export const harness = (folder) => ['java', ['-cp', [join(folder, 'classes'), ...JARS].join(':'), 'com.example.api.Harness', folder]];
