//! Workflows.

use super::{Reader, names::Scope};
use crate::{arazzo::description::Workflow, openapi::Node};

const KEYS: [&str; 10] = [
    "workflowId",
    "summary",
    "description",
    "inputs",
    "dependsOn",
    "steps",
    "successActions",
    "failureActions",
    "outputs",
    "parameters",
];

impl<'a> Reader<'a> {
    pub(super) fn workflows(&mut self, root: Node<'a>) -> Vec<Workflow> {
        let Some(nodes) = self.list(root, "workflows", "an Arazzo description") else { return Vec::new() };
        let mut workflows = Vec::new();
        for (at, node) in nodes.iter().enumerate() {
            self.scope = Some(Scope { workflow: at, runs: None });
            workflows.extend(self.workflow(*node, at));
        }
        // Places are those of the nodes: they are right only where every workflow could be read.
        if workflows.len() == nodes.len() {
            self.refuse_cycles(&workflows);
        }
        workflows
    }

    fn workflow(&mut self, node: Node<'a>, at: usize) -> Option<Workflow> {
        if !self.keys(node, "a workflow", &KEYS) {
            return None;
        }
        let id = self.text(node, "workflowId", "a workflow");
        if let Some(id) = id.as_deref().filter(|id| self.names.workflow(id) != Some(at)) {
            self.fault(node, format!("two workflows are called `{id}`"), "rename one");
        }
        let summary = self.optional_text(node, "summary");
        let (inputs, optional) = self.inputs(node);
        let depends_on = self.optional_list(node, "dependsOn");
        let depends_on = depends_on.into_iter().filter_map(|own| self.workflow_of(own)).collect();
        let mut steps = Vec::new();
        for (place, step) in
            self.list(node, "steps", "a workflow").unwrap_or_default().into_iter().enumerate()
        {
            let read = self.step(step, node, at);
            if let Some(read) = &read
                && self.names.workflows[at].steps.get(read.id.as_str()).is_some_and(|(own, _)| *own != place)
            {
                self.fault(step, format!("two steps are called `{}`", read.id), "rename one");
            }
            steps.extend(read);
        }
        self.scope = Some(Scope { workflow: at, runs: None });
        let outputs = self.outputs(node);
        let span = node.get("workflowId").unwrap_or(node).span();
        Some(Workflow { id: id?, summary, inputs, optional, depends_on, steps, outputs, span })
    }

    fn refuse_cycles(&mut self, workflows: &[Workflow]) {
        #[derive(Clone, Copy, PartialEq)]
        enum Mark {
            New,
            Open,
            Done,
        }
        let mut marks = vec![Mark::New; workflows.len()];
        for start in 0..workflows.len() {
            let mut path = vec![(start, 0)];
            while let Some((own, next)) = path.pop() {
                match workflows[own].depends_on.get(next) {
                    _ if next == 0 && marks[own] == Mark::Done => {}
                    None => marks[own] = Mark::Done,
                    Some(before) => {
                        marks[own] = Mark::Open;
                        path.push((own, next + 1));
                        match marks[*before] {
                            Mark::New => path.push((*before, 0)),
                            Mark::Open => {
                                let workflow = &workflows[*before];
                                self.fault_at(
                                    workflow.span.clone(),
                                    format!("workflow `{}` depends on itself", workflow.id),
                                    Some("take it out of a `dependsOn`".to_owned()),
                                );
                            }
                            Mark::Done => {}
                        }
                    }
                }
            }
        }
    }
}
