/** What the scripts of the pages find: elements of a kind that the selector or the id says, and what libraries add. */
declare const React: any;

interface Window {
  DashRenderer: any;
  Plotly: any;
  dashMantineFunctions: any;
  equity_markup: any;
}

interface EventTarget {
  closest(selector: string): any;
}

interface ParentNode {
  querySelectorAll(selector: string): NodeListOf<any>;
}

interface Document {
  getElementById(id: string): any;
  querySelector(selector: string): any;
}

interface Element {
  querySelector(selector: string): any;
}
