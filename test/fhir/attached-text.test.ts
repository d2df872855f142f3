import { expect, test } from 'vitest';
import { attachedText } from '../../src/fhir/attached-text.ts';

const base64 = (bytes: string | Uint8Array): string => Buffer.from(bytes).toString('base64');

test.each([
  ['plain text', { contentType: 'text/plain', data: base64('Oral oxycodone failed.') }, 'Oral oxycodone failed.'],
  [
    'with its character set named',
    { contentType: 'text/plain; charset=utf-8', data: base64('Schmerz trotz 50 µg/h – stärker') },
    'Schmerz trotz 50 µg/h – stärker',
  ],
  ['in bytes that are no UTF-8', { contentType: 'text/plain', data: base64(Uint8Array.of(0x35, 0xb5, 0x67)) }, '5µg'],
  ['broken over lines', { contentType: 'TEXT/PLAIN', data: 'T3Jh\r\nbA==' }, 'Oral'],
  ['nothing', { contentType: 'text/plain', data: '' }, ''],
])('reads %s', (_, attachment, words) => expect(attachedText(attachment)).toBe(words));

test.each([
  ['a PDF', { contentType: 'application/pdf', data: base64('%PDF-1.7') }],
  ['what it only points to', { contentType: 'text/plain', url: 'https://example.org/letter' }],
  ['data of no stated type', { data: base64('Oral oxycodone failed.') }],
])('does not read %s', (_, attachment) => expect(attachedText(attachment)).toBeUndefined());
