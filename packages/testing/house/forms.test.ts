import { expect, test } from 'vitest';
import { listFiles, readText } from './tree.ts';

const forms = listFiles()
  .filter((file) => /^(apps\/web|packages\/ui)\/src\/.*\.tsx$/.test(file))
  .flatMap((file) =>
    readText(file)
      .split('<form')
      .slice(1)
      .map((rest) => ({ file, tag: rest.slice(0, rest.search(/>\s*\n/)) })),
  );

test('every form posts: sent before its page is awake, it would write what is typed, a password too, into the address', () => {
  expect(forms.length).toBeGreaterThan(4);
  expect(forms.filter(({ tag }) => !tag.includes('method="post"')).map(({ file }) => file)).toEqual([]);
});
