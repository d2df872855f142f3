/** Apart from the pages themselves, whose style and drawing a function without them need not load. */
export const PAGES_PATH = '/claims';
