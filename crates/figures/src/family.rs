//! The families: figures that are shown together, in one plot and one table.

use crate::words::{Words, words};

/// Figures that are shown together.
#[derive(Debug)]
pub struct Family {
    /// The first part of its figures' names.
    pub name: &'static str,
    /// What is measured.
    pub title: Words,
    /// How it is drawn.
    pub plot: Plot,
}

/// How a family is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Plot {
    /// A bar for each figure, with its quartiles. The scale is logarithmic where sizes differ by
    /// powers.
    Bars,
    /// Speed-up against the ideal line. A figure's last part is the number of workers, the rest
    /// names its line: `gil.python.4` is drawn at 4, at the height of `gil.python.1` divided by
    /// it.
    SpeedUp,
}

/// All, in the order in which they are printed.
pub static FAMILIES: [Family; 22] = [
    Family {
        name: "switch",
        title: words("What one switch costs", "一次切换的代价"),
        plot: Plot::Bars,
    },
    Family {
        name: "start",
        title: words("What it costs to start one", "启动一次的代价"),
        plot: Plot::Bars,
    },
    Family {
        name: "weight",
        title: words("What one weighs", "每个占用多少内存"),
        plot: Plot::Bars,
    },
    Family {
        name: "pool",
        title: words(
            "What a job costs, with a worker that is started for it and one that is ready",
            "处理一项工作的代价：新建的与现成的线程、进程",
        ),
        plot: Plot::Bars,
    },
    Family {
        name: "entries",
        title: words("Entries into the kernel", "进入内核的次数"),
        plot: Plot::Bars,
    },
    Family {
        name: "counter",
        title: words("What it costs to count together", "多个线程共同计数的代价"),
        plot: Plot::Bars,
    },
    Family {
        name: "gil",
        title: words("Threads that compute", "计算密集的线程"),
        plot: Plot::SpeedUp,
    },
    Family {
        name: "outside",
        title: words("Python that computes outside of its lock", "在 GIL 之外计算的 Python"),
        plot: Plot::SpeedUp,
    },
    Family {
        name: "convoy",
        title: words("What a wait of a millisecond takes", "等待一毫秒实际花的时间"),
        plot: Plot::Bars,
    },
    Family {
        name: "io", title: words("Threads that wait", "等待中的线程"), plot: Plot::SpeedUp
    },
    Family {
        name: "speedup",
        title: words("Speed-up of waiting threads", "等待中的线程：加速比"),
        plot: Plot::SpeedUp,
    },
    Family {
        name: "models",
        title: words("One load, five designs", "同一负载，五种设计"),
        plot: Plot::Bars,
    },
    Family {
        name: "models_wait",
        title: words("The same where all is waiting", "同样的设计，负载只有等待"),
        plot: Plot::Bars,
    },
    Family {
        name: "models_compute",
        title: words("The same where nearly all is computing", "同样的设计，负载几乎全是计算"),
        plot: Plot::Bars,
    },
    Family {
        name: "crossover",
        title: words(
            "Ten threads and one loop, the more there is to compute",
            "十个线程与一个事件循环：计算所占的比例逐步增加",
        ),
        plot: Plot::Bars,
    },
    Family {
        name: "stop",
        title: words("What it costs to stop what waits", "停止一个等待中的任务或 future 的代价"),
        plot: Plot::Bars,
    },
    Family {
        name: "timeout",
        title: words(
            "What a yield costs under a time limit that does not strike",
            "设有超时但不触发时，让出一次的代价",
        ),
        plot: Plot::Bars,
    },
    Family {
        name: "http",
        title: words("What an HTTP request costs the server", "服务器处理一个 HTTP 请求的代价"),
        plot: Plot::Bars,
    },
    Family {
        name: "runtime",
        title: words(
            "What a server of a few lines weighs",
            "几行代码的服务器：依赖、体积、线程与编译代价",
        ),
        plot: Plot::Bars,
    },
    Family {
        name: "crawl",
        title: words("What a page costs a crawler", "爬虫抓取一个网页的代价"),
        plot: Plot::Bars,
    },
    Family {
        name: "queue",
        title: words(
            "What it costs to take a page from a list that workers share",
            "从多个工作线程共用的列表里领取一个网页的代价",
        ),
        plot: Plot::Bars,
    },
    Family {
        name: "turns",
        title: words("turns beside other runtimes", "turns 与其他运行时的比较"),
        plot: Plot::Bars,
    },
];

impl Family {
    /// The family of that name.
    pub fn named(name: &str) -> Option<&'static Family> {
        FAMILIES.iter().find(|family| family.name == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_apart() {
        for (place, family) in FAMILIES.iter().enumerate() {
            assert!(FAMILIES[..place].iter().all(|other| other.name != family.name));
        }
    }
}
