/** For people; beside the Questionnaire that says the same. */
export const CHECKLIST_PATH = '/checklists/home-pain-infusion';
