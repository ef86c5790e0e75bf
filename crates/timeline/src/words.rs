//! What happened, in words, in both languages.

use std::collections::HashMap;

use crate::Lang;
use crate::trace::{Event, Outcome, Trace, What};

/// The words for a trace’s events.
pub struct Words<'a> {
    trace: &'a Trace,
    lang: Lang,
    spans: HashMap<usize, &'a str>,
}

impl Words<'_> {
    /// Words for this trace in this language.
    pub fn new(trace: &Trace, lang: Lang) -> Words<'_> {
        let mut spans = HashMap::new();
        for event in &trace.events {
            if let What::SpanStarted { span, name, .. } = &event.what {
                spans.insert(*span, name.as_str());
            }
        }
        Words { trace, lang, spans }
    }

    /// One event as one sentence.
    pub fn event(&self, event: &Event) -> String {
        match self.lang {
            Lang::En => self.english(event),
            Lang::Zh => self.chinese(event),
        }
    }

    fn english(&self, event: &Event) -> String {
        let thread = self.thread(event.thread);
        match &event.what {
            What::Spawned { lane, by: Some(by) } => {
                format!("{} makes {}.", self.lane(*by), self.lane(*lane))
            }
            What::Spawned { lane, by: None } => format!("{} is made.", self.lane(*lane)),
            What::PollStarted { lane } => {
                format!("{} has its turn, on thread {thread}.", self.lane(*lane))
            }
            What::PollEnded { lane, outcome } => match outcome {
                Outcome::Pending => format!("{} gives up its turn: pending.", self.lane(*lane)),
                Outcome::Ready => format!("{} has come to its end: ready.", self.lane(*lane)),
                Outcome::Panicked => format!("{} has panicked.", self.lane(*lane)),
            },
            What::Woken { lane, by: Some(by) } if lane == by => {
                format!("{} wakes itself.", self.lane(*lane))
            }
            What::Woken { lane, by: Some(by) } => {
                format!("{} wakes {}.", self.lane(*by), self.lane(*lane))
            }
            What::Woken { lane, by: None } => {
                format!("The runtime wakes {}, on thread {thread}.", self.lane(*lane))
            }
            What::Cancelled { lane } => {
                format!("{} is dropped before its end: cancelled.", self.lane(*lane))
            }
            What::Dropped { lane } => format!("The future of {} is gone.", self.lane(*lane)),
            What::LaneStarted { lane } => format!("{} begins.", self.lane(*lane)),
            What::LaneEnded { lane } => format!("{} ends.", self.lane(*lane)),
            What::WaitStarted { lane, name } => format!("{} waits: {name}.", self.lane(*lane)),
            What::WaitEnded { lane } => format!("{} goes on.", self.lane(*lane)),
            What::SpanStarted { lane, name, .. } => {
                format!("{}“{name}” begins.", self.whose(*lane))
            }
            What::SpanEnded { lane, span } => {
                format!("{}“{}” ends.", self.whose(*lane), self.span(*span))
            }
            What::Marked { lane, name } => format!("{}{name}.", self.whose(*lane)),
            What::Parked => format!("The loop on thread {thread} waits in the kernel."),
            What::Unparked => format!("The loop on thread {thread} goes on."),
        }
    }

    fn chinese(&self, event: &Event) -> String {
        let thread = self.thread(event.thread);
        match &event.what {
            What::Spawned { lane, by: Some(by) } => {
                format!("{} 创建了 {}。", self.lane(*by), self.lane(*lane))
            }
            What::Spawned { lane, by: None } => format!("创建了 {}。", self.lane(*lane)),
            What::PollStarted { lane } => {
                format!("轮到 {}，在线程 {thread} 上运行。", self.lane(*lane))
            }
            What::PollEnded { lane, outcome } => match outcome {
                Outcome::Pending => format!("{} 交还控制权：pending（未就绪）。", self.lane(*lane)),
                Outcome::Ready => format!("{} 运行结束：ready（就绪）。", self.lane(*lane)),
                Outcome::Panicked => format!("{} 发生了 panic。", self.lane(*lane)),
            },
            What::Woken { lane, by: Some(by) } if lane == by => {
                format!("{} 唤醒了自己。", self.lane(*lane))
            }
            What::Woken { lane, by: Some(by) } => {
                format!("{} 唤醒了 {}。", self.lane(*by), self.lane(*lane))
            }
            What::Woken { lane, by: None } => {
                format!("运行时在线程 {thread} 上唤醒了 {}。", self.lane(*lane))
            }
            What::Cancelled { lane } => {
                format!("{} 尚未结束就被丢弃：已取消。", self.lane(*lane))
            }
            What::Dropped { lane } => format!("{} 的 future 已被销毁。", self.lane(*lane)),
            What::LaneStarted { lane } => format!("{} 开始。", self.lane(*lane)),
            What::LaneEnded { lane } => format!("{} 结束。", self.lane(*lane)),
            What::WaitStarted { lane, name } => format!("{} 等待：{name}。", self.lane(*lane)),
            What::WaitEnded { lane } => format!("{} 恢复运行。", self.lane(*lane)),
            What::SpanStarted { lane, name, .. } => {
                format!("{}“{name}”开始。", self.whose(*lane))
            }
            What::SpanEnded { lane, span } => {
                format!("{}“{}”结束。", self.whose(*lane), self.span(*span))
            }
            What::Marked { lane, name } => format!("{}{name}。", self.whose(*lane)),
            What::Parked => format!("线程 {thread} 上的事件循环在内核中等待。"),
            What::Unparked => format!("线程 {thread} 上的事件循环恢复运行。"),
        }
    }

    fn lane(&self, lane: usize) -> &str {
        &self.trace.lanes[lane].name
    }

    fn whose(&self, lane: Option<usize>) -> String {
        match (lane, self.lang) {
            (None, _) => String::new(),
            (Some(lane), Lang::En) => format!("{}: ", self.lane(lane)),
            (Some(lane), Lang::Zh) => format!("{}：", self.lane(lane)),
        }
    }

    fn span(&self, span: usize) -> &str {
        self.spans.get(&span).copied().unwrap_or("…")
    }

    /// A thread’s name, with its process where there are several.
    fn thread(&self, thread: usize) -> String {
        thread_name(self.trace, thread)
    }
}

/// A thread’s name, with its process where there are several.
pub fn thread_name(trace: &Trace, thread: usize) -> String {
    let thread = &trace.threads[thread];
    if trace.processes.len() > 1 {
        let process = &trace.processes[thread.process].name;
        format!("{} ({process})", thread.name)
    } else {
        thread.name.clone()
    }
}
