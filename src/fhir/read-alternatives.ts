/** What is written about other pain control that failed or does not suit (2-rules.md 37), in documents and in texts. */
import type { DocumentReference } from '@medplum/fhirtypes';
import { FAILURE_WORDS, isNecessityDocument, MOUTH_OR_SKIN_WORDS, OTHER_ANALGESIC_NAMES } from '../policy/documentation-words.ts';
import { attachedText } from './attached-text.ts';
import { textsOf } from './read-medication.ts';
import type { Entry } from './record.ts';
import { type WordTest, wordTest } from './words.ts';

const OTHER_PAIN_CONTROL: readonly string[] = [...OTHER_ANALGESIC_NAMES, ...MOUTH_OR_SKIN_WORDS];

/** A test whether a text names another pain control and that it failed or does not suit. */
export function saysOtherPainControlFailed(): WordTest {
  const saysFailed = wordTest(FAILURE_WORDS);
  const namesOther = wordTest(OTHER_PAIN_CONTROL);
  return (text) => saysFailed(text) && namesOther(text);
}

/** Documents of medical necessity, and those whose title or words say it. */
export function documentsOfAlternatives(documents: readonly Entry<DocumentReference>[]): Entry<DocumentReference>[] {
  const saysSo = saysOtherPainControlFailed();
  return documents.filter(
    ({ resource }) =>
      isNecessityDocument((resource.type?.coding ?? []).flatMap(({ code }) => code ?? [])) ||
      titlesOf(resource).some((text) => /medical necessity/i.test(text)) ||
      [...titlesOf(resource), ...wordsOf(resource)].some(saysSo),
  );
}

/** Documents whose content is not text that can be read here. */
export const unreadAmong = (documents: readonly Entry<DocumentReference>[]): Entry<DocumentReference>[] =>
  documents.filter(({ resource }) =>
    (resource.content ?? []).some(
      ({ attachment }) => (attachment?.url ?? attachment?.data) !== undefined && attachedText(attachment) === undefined,
    ),
  );

/** What a document is called; its own words are another matter. */
export const titlesOf = ({ description, type, category = [], content = [] }: DocumentReference): string[] =>
  [description, ...[...(type ? [type] : []), ...category].flatMap(textsOf), ...content.map(({ attachment }) => attachment?.title)].filter(
    (text) => text !== undefined,
  );

const wordsOf = ({ content = [] }: DocumentReference): string[] =>
  content.flatMap(({ attachment }) => (attachment && attachedText(attachment)) ?? []);
