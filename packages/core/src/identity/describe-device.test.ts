import { expect, test } from 'vitest';
import { describeDevice } from './describe-device.ts';

test('browsers and systems have the names that people know', () => {
  expect(
    describeDevice(
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
    ),
  ).toEqual({ browser: 'Chrome', system: 'Windows', deviceType: 'desktop' });
  expect(
    describeDevice(
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1',
    ),
  ).toEqual({ browser: 'Safari', system: 'iOS', deviceType: 'mobile' });
});

test.each([
  ['Your account was blocked Call +34 600 000 000 or open https://evil.example to keep it/1.0'],
  ['Llama ya al 600000000/2 (evil.example)'],
  [`${'x'.repeat(600)}/1`],
  [''],
])('what an agent says of itself reaches no mail: %s', (agent) => {
  expect(describeDevice(agent)).toEqual({ browser: 'Navegador', system: '', deviceType: 'desktop' });
});
